"""Báo cáo định kỳ: periods by rule, the outline, what people wrote, and closed versions."""
