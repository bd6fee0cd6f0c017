"""What ragas says of a run, as figures that inform beside those that the gate stands on.

Only this package imports ragas, which is installed apart (docs/adr/0009-ragas.md).
"""

import os

# ragas reports each use to its makers; it takes no other word than this for a no, and reads it once.
os.environ["RAGAS_DO_NOT_TRACK"] = "true"
