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
 * An office uploads people with their enrolments from a CSV file, twice, with Moodle's own command.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class upload extends scenario {
    #[\Override]
    public function run(): void {
        $courses = [$this->course('UP1'), $this->course('UP2')];
        $people = array_map(fn() => $this->details(), range(1, 40 * $this->scale));

        $first = array_map(fn($person, $index) => $this->row($person) + [
            'course1' => $courses[0]->shortname, 'role1' => 'student',
            'course2' => $index % 2 ? $courses[1]->shortname : '', 'role2' => $index % 10 ? '' : 'teacher',
            'enrolstatus1' => $index % 7 ? '0' : '1', 'enroltimestart1' => '2025-11-24', 'enrolperiod2' => '90',
        ], $people, array_keys($people));
        // 0 adds new people only.
        $this->upload_rows($first, ['uutype' => 0]);

        // Moodle wants all columns in all rows: one that is not said stays as it is.
        $renamed = fn($index) => $index % 13 === 0;
        $second = array_map(fn($person, $index) => $this->row($person) + [
            'suspended' => $index % 8 ? '0' : '1', 'deleted' => $index % 11 === 5 && !$renamed($index) ? '1' : '0',
            'oldusername' => $renamed($index) ? $person['username'] : '',
            'course1' => $courses[1]->shortname, 'role1' => 'student',
        ], $people, array_keys($people));
        foreach ($second as $index => $row) {
            $second[$index]['city'] = 'الزرقاء';
            if ($row['oldusername'] !== '') {
                $second[$index]['username'] = "{$row['username']}.new";
            }
        }
        // 3 changes those that are there, with 1 what the file says.
        $this->upload_rows($second, [
            'uutype' => 3, 'uuupdatetype' => 1, 'uuallowrenames' => 1, 'uuallowdeletes' => 1, 'uuallowsuspends' => 1,
        ]);
    }

    /**
     * The columns of a person's details.
     *
     * @param array $person
     * @return array
     */
    private function row(array $person): array {
        return array_intersect_key($person, array_flip(['username', 'password', 'firstname', 'lastname', 'email', 'idnumber',
            'phone1', 'city', 'country']));
    }

    /**
     * Runs Moodle's command on rows.
     *
     * @param array[] $rows
     * @param int[] $options
     */
    private function upload_rows(array $rows, array $options): void {
        global $CFG;
        $file = make_request_directory() . '/people.csv';
        $csv = fopen($file, 'w');
        fputcsv($csv, array_keys($rows[0]), ',', '"', '');
        foreach ($rows as $row) {
            fputcsv($csv, $row, ',', '"', '');
            $this->did('rows uploaded');
        }
        fclose($csv);

        $command = [PHP_BINARY, "$CFG->dirroot/$CFG->admin/tool/uploaduser/cli/uploaduser.php", "--file=$file",
            '--uupasswordnew=0', '--uuforcepasswordchange=0', '--uustandardusernames=0'];
        foreach ($options as $name => $value) {
            $command[] = "--$name=$value";
        }
        exec(implode(' ', array_map('escapeshellarg', $command)) . ' 2>&1', $output, $status);
        if ($status !== 0) {
            throw new \moodle_exception('generalexceptionmessage', 'error', '', implode("\n", $output));
        }
        // Every row must have been taken: what Moodle refused would make the comparison say less than it seems to.
        if (preg_grep('/errors?: [1-9]/i', $output)) {
            throw new \moodle_exception('generalexceptionmessage', 'error', '', implode("\n", array_slice($output, -20)));
        }
    }
}
