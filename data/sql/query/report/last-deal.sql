-- The largest id, to tell how far an export is.
SELECT coalesce (max (id), 0) FROM deal
