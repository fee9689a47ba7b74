"""Renders drafts to MP4 and looks at uploaded files, each in a child process with limits."""

from studio.render.limits import RenderLimits
from studio.render.service import Probe, Rendered, probe, render

__all__ = ["Probe", "RenderLimits", "Rendered", "probe", "render"]
