-- How far right ?2 of role ?1 reaches, how much it shows, how often a day.
SELECT scope, access, coalesce (per_day, 0) FROM role_right WHERE role = ?1 AND "right" = ?2
