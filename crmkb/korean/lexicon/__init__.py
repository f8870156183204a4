"""The three dictionaries of Korean researchers: compounds, variants, stop words; their use, effects and proposals."""
