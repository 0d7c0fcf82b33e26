-- A page of ids after ?1, at most ?2.
SELECT seq FROM audit WHERE seq > ?1 ORDER BY seq LIMIT ?2
