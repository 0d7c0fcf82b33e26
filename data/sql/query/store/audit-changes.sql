SELECT changes FROM audit WHERE seq = ?1
