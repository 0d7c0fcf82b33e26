SELECT seq, changes FROM audit WHERE seq > ?1 ORDER BY seq
