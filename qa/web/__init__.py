"""The only place that knows HTTP and Gradio: chat, API, article pages."""
