-- The scope in which role ?1 has right ?2.
SELECT scope FROM role_right WHERE role = ?1 AND "right" = ?2
