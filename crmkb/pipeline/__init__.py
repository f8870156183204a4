"""The stages in their order, and the two jobs made of them: taking files in, and a run over the whole base."""
