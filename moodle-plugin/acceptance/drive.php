<?php
// This file is part of Moodle - http://moodle.org/
//
// Moodle is free software: you can redistribute it and/or modify
// it under the terms of the GNU General Public License as published by
// the Free Software Foundation, either version 3 of the License, or
// (at your option) any later version.
//
// Moodle is distributed in the hope that it will be useful,
// but WITHOUT ANY WARRANTY; without even the implied warranty of
// MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the
// GNU General Public License for more details.
//
// You should have received a copy of the GNU General Public License
// along with Moodle.  If not, see <http://www.gnu.org/licenses/>.

/**
 * Does a school's ordinary work in a real Moodle, through Moodle's own functions only.
 *
 * What the plugin made of it is compare.php's question. Never for a site with real people in it.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

// phpcs:disable moodle.Files.MoodleInternal.MoodleInternalGlobalState -- config.php is where --moodle says.

define('CLI_SCRIPT', true);

$options = getopt('', ['moodle:', 'scenario:', 'scale:', 'seed:', 'names', 'next-seed', 'help']);
$names = ['users', 'upload', 'enrolments', 'grading', 'rollback', 'reset', 'deletion', 'methods', 'languages', 'guest',
    'nograde', 'deadtask', 'quiz', 'markup', 'deadlock', 'vanished'];
$wanted = ($options['scenario'] ?? 'all') === 'all' ? $names : explode(',', $options['scenario']);

if (isset($options['names'])) {
    exit(implode(' ', $names) . "\n");
}
if (isset($options['help']) || !isset($options['moodle']) || array_diff($wanted, $names)) {
    fwrite(STDERR, "php drive.php --moodle=DIR [--scenario=all|" . implode('|', $names) . "[,...]] [--scale=N] [--seed=N]\n"
        . "  --moodle    the folder with the site's config.php\n"
        . "  --scale     how much of everything, default 1\n"
        . "  --seed      the same seed does the same work with the same names; default: the next that the site has not seen\n");
    exit(2);
}

require($options['moodle'] . '/config.php');
require_once(__DIR__ . '/scenario.php');
foreach ($names as $name) {
    require_once(__DIR__ . "/scenario/$name.php");
}

// Work of people whose mail and messages must not leave the machine.
$CFG->noemailever = true;
\core\session\manager::set_user(get_admin());

if (isset($options['next-seed'])) {
    exit(\local_backend_sync\acceptance\scenario::next_seed() . "\n");
}
$seed = (int) ($options['seed'] ?? \local_backend_sync\acceptance\scenario::next_seed());
foreach ($wanted as $name) {
    $class = "\\local_backend_sync\\acceptance\\scenario\\$name";
    $started = microtime(true);
    $scenario = new $class($seed, max(1, (int) ($options['scale'] ?? 1)));
    try {
        $scenario->run();
    } catch (\Throwable $e) {
        // People and all else here are invented, so the whole of it may be printed.
        fwrite(STDERR, "$name: {$e->getMessage()} " . ($e->debuginfo ?? '') . "\n{$e->getTraceAsString()}\n");
        exit(1);
    }
    printf("%-11s seed %d  %6.1f s  %s\n", $name, $seed, microtime(true) - $started, $scenario->summary());
}
