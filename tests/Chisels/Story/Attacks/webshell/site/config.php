<?php
define('DB_NAME', 'shop');
define('DB_USER', 'wp');
define('DB_PASSWORD', 'opensesame');
