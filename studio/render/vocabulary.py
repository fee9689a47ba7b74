"""The words that a draft may use for what the renderer can draw and play."""

SCENES: tuple[str, ...] = (
    "city",
    "ocean",
    "beach",
    "mountains",
    "desert",
    "forest",
    "rain",
    "snow",
    "space",
    "abstract",
    "product",
    "meadow",
    "homes",
    "underwater",
    "plain",
    "fire",
    "clouds",
)
"""What `scene` may be; an unknown word is drawn as "abstract"."""

EFFECTS: tuple[str, ...] = (
    "rain",
    "snow",
    "fog",
    "lightning",
    "rainbow",
    "aurora",
    "fireworks",
    "sparkles",
    "leaves",
    "petals",
    "confetti",
    "balloons",
    "hearts",
    "bubbles",
    "lanterns",
)
"""What may be named in `over` of a drawn shot; unknown words add nothing."""

MOODS: tuple[str, ...] = ("sunset", "sunrise", "day", "night")
"""What `mood` may be; an unknown word is taken as "day". Every scene has all four, as light or as colours."""

MUSIC_STYLES: tuple[str, ...] = ("lofi", "upbeat", "cinematic", "ambient", "corporate", "acoustic", "electronic")
"""What `style` may be on an audio segment; an unknown word plays "lofi"."""

TRANSITIONS: tuple[str, ...] = ("fade", "fadeblack", "slide", "wipe", "zoom")
"""What `transition.kind` may be; an unknown word is a "fade"."""

LOOKS: tuple[str, ...] = ("bw", "sepia", "warm", "cool", "vivid", "dark", "bright")
"""What `look` may be; an unknown word changes nothing."""

FITS: tuple[str, ...] = ("cover", "blur")
"""What `fit` may be: fill the canvas and crop, or show everything before a blurred backdrop."""

FLIPS: tuple[str, ...] = ("h", "v")
"""What `flip` may be: left and right change places, or top and bottom; an unknown word changes nothing."""

DRIFTS: tuple[str, ...] = ("in", "out", "left", "right", "up", "down", "none")
"""What `drift` may be: closer, away, or where the view wanders; "none" also stops a photo's own movement."""

PLACES: tuple[str, ...] = ("top", "center", "bottom", "lower-third")
"""Where a text may stand; an unknown word is the centre for a title, the bottom for a caption."""
