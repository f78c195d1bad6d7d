<?php
// What every page needs.
function shop_name() { return 'The shop at ' . date('H:i'); }
