"""What the window shows, as pure functions: values in, escaped HTML fragments and labels out; knows no Gradio."""
