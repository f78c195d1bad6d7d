<?php
// An order comes in: the shop tells its owner, by the program that it has for that.
require 'wp-config.php';
require 'wp-includes/load.php';
$letter = popen('/usr/sbin/sendmail -t', 'w');
fwrite($letter, "To: owner@shop\n\nan order\n");
pclose($letter);
echo "thank you\n";
