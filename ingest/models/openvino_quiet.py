"""OpenVINO without its telemetry: take `ov` and `op` from here, never from `openvino` itself.

`import openvino` imports its model converter, which reports the import to Google Analytics unless
`~/intel/openvino_telemetry` says no, and writes a client id to the home folder. A module that is
`None` in `sys.modules` fails to import, and OpenVINO then goes on without the one or the other.
The converter is also a third of the import's time, and the graphs here are built by hand.
"""

import sys

CONVERTER, TELEMETRY = "openvino.tools.ovc", "openvino_telemetry"

if "openvino" not in sys.modules:
    sys.modules[TELEMETRY] = None  # type: ignore[assignment] # stays: nothing here may report
    sys.modules[CONVERTER] = None  # type: ignore[assignment]

import openvino as ov  # noqa: E402 - the lines above must come first
from openvino import opset13 as op  # noqa: E402

if sys.modules.get(CONVERTER, ov) is None:
    del sys.modules[CONVERTER]  # whoever wants the converter can still import it

__all__ = ["op", "ov"]
