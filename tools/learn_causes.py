"""Learn the packaged cause model from the exemplar bank: `python tools/learn_causes.py [--check]`.

Writes `crmkb/data/bank/model.npz` for the default encoder. `--check` compares what is packaged with the bank instead,
without learning.
"""

from __future__ import annotations

import sys
from pathlib import Path

from crmkb.causes.bank import bank_sha256, load_bank
from crmkb.causes.learned import dump, load
from crmkb.pipeline.learning import learn_from
from crmkb.pipeline.tools import Tools

MODEL = Path(__file__).parent.parent / "crmkb" / "data" / "bank" / "model.npz"


def main() -> int:
    """Learn and write, or check."""
    bank = load_bank()
    if "--check" in sys.argv[1:]:
        if load(MODEL.read_bytes()).bank == bank_sha256(bank):
            return 0
        print(f"{MODEL.name}: learned from another bank (run tools/learn_causes.py)")
        return 1
    tools = Tools()
    codes = [cause.code for cause in tools.taxonomy.causes]
    data = dump(learn_from(bank, codes, tools.encoder, tools.nlp))
    MODEL.write_bytes(data)
    print(f"{MODEL.name}: {len(bank)} statements, {len(data) / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
