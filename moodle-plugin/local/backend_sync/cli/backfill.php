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
 * Sends users, enrolments and grades that were there before the plugin, or that the receiver lost.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use local_backend_sync\local\backfill;
use local_backend_sync\local\gone_list;
use local_backend_sync\local\pause;
use local_backend_sync\local\settings;

define('CLI_SCRIPT', true);

require(__DIR__ . '/../../../config.php');
require_once($CFG->libdir . '/clilib.php');

[$options, $unknown] = cli_get_params([
    'users' => false,
    'enrolments' => false,
    'grades' => false,
    'since' => null,
    'course' => null,
    'gone' => null,
    'dry-run' => false,
    'restart' => false,
    'help' => false,
], ['h' => 'help']);

if ($unknown) {
    cli_error(get_string('cliunknowoption', 'admin', implode("\n  ", $unknown)), 2);
}

if ($options['help']) {
    cli_writeln("Adds users, enrolments and grades as they are now to the outbox; cron sends them as it sends everything.

It can be stopped at any time and nothing is lost: the same command goes on where it ended. While " . backfill::MAX_WAITING . "
events wait, it waits for cron. What the receiver has already is no harm: the newest wins there.

Options:
 --users             Users.
 --enrolments        Enrolments, of the roles that the settings choose.
 --grades            Grades and feedback, of the kinds of items that the settings choose.
                     None of the three stands for all of them.
 --since=TIME        Only what changed at this time or later: a date (2026-09-01, '2026-09-01 08:00') or Unix seconds.
                     Also what was deleted since, as far as Moodle's log and its history of grades know it.
 --course=COURSE     Only this course: its id or its short name.
 --gone=FILE         Instead of all this, only what the pipeline has and this site has not: a file of
                     ./pipeline verify --moodle STATE --gone FILE. Each is looked up again; of what is truly gone a deletion is sent.
 --dry-run           Only say how many there are.
 --restart           Begin at the beginning instead of where this command ended.
 -h, --help          This text.

Example:
\$ sudo -u www-data /usr/bin/php local/backend_sync/cli/backfill.php --grades --since=2026-09-01
");
    exit(0);
}

if ($options['gone'] !== null) {
    if (array_filter(array_diff_key($options, ['gone' => 0, 'dry-run' => 0]))) {
        cli_error('--gone goes with --dry-run alone.', 2);
    }
    if (!settings::is_enabled() && !$options['dry-run']) {
        cli_error('Sending is switched off in the settings of this plugin, or this site is a copy.');
    }
    $stream = is_string($options['gone']) ? @fopen($options['gone'], 'rb') : false;
    if (!$stream) {
        cli_error('The file of --gone cannot be read: give its path, and let the user of the web server read it.', 2);
    }
    $list = new gone_list($stream, (bool)$options['dry-run']);
    try {
        $list->run();
    } catch (invalid_parameter_exception $e) {
        cli_error($e->debuginfo);
    }
    cli_writeln($options['dry-run']
        ? "{$list->gone()} are gone: that many deletions would be added. {$list->here()} are here after all and would be sent as they are."
        : "{$list->gone()} are gone: that many deletions were added. {$list->here()} are here after all and are sent as they are. "
            . 'Cron sends them.');
    exit(0);
}

$since = null;
if ($options['since'] !== null) {
    $since = ctype_digit((string)$options['since']) ? (int)$options['since'] : strtotime((string)$options['since']);
    if ($since === false || $options['since'] === true) {
        cli_error('--since is neither a date nor Unix seconds.', 2);
    }
}

$courseid = null;
if ($options['course'] !== null) {
    $course = (string)$options['course'];
    $courseid = $DB->get_field('course', 'id', ['shortname' => $course], IGNORE_MULTIPLE)
        ?: (ctype_digit($course) ? $DB->get_field('course', 'id', ['id' => $course]) : false);
    if (!$courseid) {
        cli_error('There is no course with this id or short name.', 2);
    }
    $courseid = (int)$courseid;
}

$dryrun = (bool)$options['dry-run'];
if (!settings::is_enabled() && !$dryrun) {
    cli_error('Sending is switched off in the settings of this plugin.');
}

$kinds = array_values(array_filter(backfill::KINDS, fn($kind) => $options[$kind])) ?: backfill::KINDS;
$name = json_encode([$kinds, (string)$options['since'], $courseid]);
$backfill = new backfill($kinds, $since, $courseid, $name, $dryrun);

$lock = null;
if (!$dryrun) {
    $lock = \core\lock\lock_config::get_lock_factory('local_backend_sync')->get_lock('backfill', 0);
    if (!$lock) {
        cli_error('Another backfill is running.');
    }
    if ($options['restart']) {
        $backfill->forget();
    }
    [$step, $last] = $backfill->position();
    if ($step !== null) {
        cli_writeln("Going on behind id $last of $step. --restart begins at the beginning.");
    }
}

$stopped = false;
if (function_exists('pcntl_async_signals')) {
    pcntl_async_signals(true);
    foreach ([SIGINT, SIGTERM] as $signal) {
        pcntl_signal($signal, function () use (&$stopped) {
            $stopped = true;
        });
    }
}

$isterminal = stream_isatty(STDOUT);
$begin = microtime(true);
$shown = 0.0;
$line = '';
$show = function (string $text, bool $now) use (&$shown, &$line, $isterminal): void {
    // A file gets a line every half minute, a terminal one line that changes.
    if (!$now && microtime(true) - $shown < ($isterminal ? 0.2 : 30)) {
        return;
    }
    $shown = microtime(true);
    echo $isterminal ? "\r" . str_pad($text, strlen($line)) : "$text\n";
    $line = $text;
};
$says = '';
$progress = function (string $step, int $done, int $total, int $added) use ($show, $begin, $dryrun, &$says): void {
    $rate = (int)round($added / max(0.001, microtime(true) - $begin));
    $says = "$step: $done of $total. In all $added events" . ($dryrun ? '' : " added, $rate a second");
    $show($says, $done === $total);
};
$wait = function (int $waiting) use ($show, &$says, &$stopped): bool {
    $reason = pause::problem();
    $show("$says; waiting for cron, as $waiting events wait" . ($reason === '' ? '' : " ($reason)"), false);
    sleep(2);
    return !$stopped;
};

$finished = $backfill->run($progress, $wait, function () use (&$stopped): bool {
    return !$stopped;
});
if ($lock) {
    $lock->release();
}
if ($isterminal && $line !== '') {
    echo "\n";
}

if ($backfill->unknown()) {
    cli_writeln($backfill->unknown() . ' deleted users are left out: the log of this site does not say any more who they were.');
}
if (!$finished) {
    [$step, $last] = $backfill->position();
    cli_writeln($dryrun ? 'Stopped.'
        : "Stopped after {$backfill->added()} events, behind id $last of $step. The same command goes on from there.");
    exit(1);
}
cli_writeln($dryrun ? "{$backfill->added()} events would be added." : "Added {$backfill->added()} events. Cron sends them.");
