"""The embedded backend: speaks the NemoVideo protocol and renders real MP4s. It stands alone."""
