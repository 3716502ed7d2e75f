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

namespace local_backend_sync\acceptance\scenario;

use local_backend_sync\acceptance\scenario;

/**
 * Two processes that wait for each other in the database, which ends one of them.
 *
 * That one must fail as loudly as Moodle alone would: what it did is taken back, whoever did it is told so and does it again.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class deadlock extends scenario {
    /** How often each of the ways is tried: two processes do not always meet. */
    private const TRIES = 3;

    /** @var string[] What went wrong. */
    private array $problems = [];

    #[\Override]
    public function run(): void {
        foreach (['roles', 'methods', 'enrolments'] as $way) {
            foreach (range(1, self::TRIES * $this->scale) as $try) {
                $this->meet($way, $try);
            }
        }
        if ($this->problems) {
            throw new \moodle_exception('generalexceptionmessage', 'error', '', implode("\n", $this->problems));
        }
    }

    /**
     * Two processes, each in one transaction, do something to the same two people, in opposite order.
     *
     * @param string $way roles: both give the enrolled a role; methods: each enrols by another method; enrolments: by the same
     * @param int $try
     */
    private function meet(string $way, int $try): void {
        $course = $this->course("$way $try");
        $people = $this->people(2);
        $this->method($course, 'self');
        $this->method($course, 'manual');
        if ($way === 'roles') {
            $this->enrol($course, $people);
        }
        $folder = make_request_directory();
        $processes = [];
        foreach ([1, 2] as $number) {
            $order = $number === 1 ? $people : array_reverse($people);
            $role = $number === 1 ? self::TEACHER : self::NON_EDITING_TEACHER;
            $method = $way !== 'roles' ? ($way === 'methods' && $number === 2 ? 'self' : 'manual') : 'none';
            $processes[$number] = [$course->id, $method, $role, $folder, $number, ...$order];
        }
        $outcomes = $this->run_all($processes);
        foreach ($outcomes as $number => [$status, $output]) {
            $there = $this->there($processes[$number]);
            $this->did($status === 0 ? 'processes finished' : 'processes failed');
            if ($status === 0 ? $there !== 2 : $there !== 0) {
                $this->problems[] = "Process $number of $course->shortname ended with $status, and has changed $there of 2 people: "
                    . $output;
            }
        }
        // Whoever was told that it failed does it again, alone now.
        foreach (array_filter($outcomes, fn($outcome) => $outcome[0] !== 0) as $number => $outcome) {
            [[$status, $output]] = $this->run_all([$processes[$number]]);
            if ($status !== 0 && $way !== 'enrolments') {
                $this->problems[] = "Process $number of $course->shortname failed alone, too: $output";
            }
        }
    }

    /**
     * Of how many people a process's work is there.
     *
     * @param array $process
     * @return int
     */
    private function there(array $process): int {
        global $DB;
        [$courseid, $method, $role, , , $first, $second] = $process;
        $count = 0;
        foreach ([$first, $second] as $userid) {
            $has = $DB->record_exists('role_assignments', ['userid' => $userid, 'roleid' => $role,
                'contextid' => \context_course::instance($courseid)->id]);
            $count += $has ? 1 : 0;
        }
        return $count;
    }

    /**
     * Runs processes at the same time.
     *
     * @param array[] $processes
     * @return array[] status and output of each
     */
    private function run_all(array $processes): array {
        global $CFG;
        $running = [];
        foreach ($processes as $key => $arguments) {
            $command = [PHP_BINARY, dirname(__DIR__) . '/concurrent.php', $CFG->dirroot, (string) count($processes),
                ...array_map('strval', $arguments)];
            $output = make_request_directory() . '/output';
            $process = proc_open($command, [['file', '/dev/null', 'r'], ['file', $output, 'w'], ['file', $output, 'a']], $pipes);
            $running[$key] = [$process, $output];
        }
        return array_map(fn($process) => [proc_close($process[0]), file_get_contents($process[1])], $running);
    }
}
