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
 * A list of what the receiver has and Moodle does not.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync\local;

/**
 * A list of users, enrolments and grades that the receiver has and an export of this site had not, as `./pipeline verify --moodle FILE
 * --gone OUT` of the pipeline writes it. Each is looked up again: of what is truly gone a deletion is sent, of what is here its
 * present state.
 */
final class gone_list {
    /** @var string */
    private const FORMAT = 'moodle-gone';

    /** @var int entries looked up at a time */
    private const BATCH = 200;

    /** @var int how many deletions were added */
    private int $gone = 0;

    /** @var int how many are here */
    private int $here = 0;

    /** @var int when the export was made that the list is from, Unix seconds */
    private int $exported = 0;

    /**
     * A list.
     *
     * @param resource $stream what it is read from
     * @param bool $dryrun whether it is only counted
     */
    public function __construct(
        /** @var resource what it is read from */
        private $stream,
        /** @var bool whether it is only counted */
        private readonly bool $dryrun
    ) {
    }

    /**
     * Looks up all of it.
     *
     * @throws \invalid_parameter_exception when it is not such a list, or not a whole one; what was looked up until then is recorded,
     *     and does no harm when it is recorded again
     */
    public function run(): void {
        $this->read_header();
        $batch = [];
        $number = 0;
        while (true) {
            $line = $this->line();
            if ($line['kind'] === 'end') {
                break;
            }
            $batch[] = $this->entry($line);
            $number++;
            if (count($batch) === self::BATCH) {
                $this->look_up($batch);
                $batch = [];
            }
        }
        $this->look_up($batch);
        $counted = ($line['users'] ?? 0) + ($line['enrolments'] ?? 0) + ($line['grades'] ?? 0);
        if ($counted !== $number) {
            throw new \invalid_parameter_exception("The list is not whole: it says $counted entries and has $number.");
        }
    }

    /**
     * How many deletions were added, or would be.
     *
     * @return int
     */
    public function gone(): int {
        return $this->gone;
    }

    /**
     * How many are here, so that their present state was added; or, of a dry run, are here.
     *
     * @return int
     */
    public function here(): int {
        return $this->here;
    }

    /**
     * Reads the first line.
     */
    private function read_header(): void {
        $header = json_decode((string)fgets($this->stream), true);
        if (($header['format'] ?? '') !== self::FORMAT || ($header['version'] ?? 0) !== 1) {
            throw new \invalid_parameter_exception('This is not a list of version 1 of "verify --moodle FILE --gone OUT".');
        }
        if (($header['tenant'] ?? '') !== settings::tenant_id()) {
            throw new \invalid_parameter_exception('The list is of another tenant than the one in the settings of this site.');
        }
        if (!is_int($header['exported_at'] ?? null)) {
            throw new \invalid_parameter_exception('The first line lacks "exported_at".');
        }
        $this->exported = $header['exported_at'];
    }

    /**
     * The next line.
     *
     * @return array with a kind
     */
    private function line(): array {
        $text = fgets($this->stream);
        $line = $text === false ? null : json_decode($text, true);
        if (!is_array($line) || !is_string($line['kind'] ?? null)) {
            throw new \invalid_parameter_exception('The list is not whole: its last line is missing, or one is no JSON with a "kind".');
        }
        return $line;
    }

    /**
     * An entry as vanished takes it.
     *
     * @param array $line
     * @return \stdClass
     */
    private function entry(array $line): \stdClass {
        $kind = $line['kind'];
        $fields = [
            memory::USER => ['id', 'id'],
            memory::ENROLMENT => ['id', 'user'],
            memory::GRADE => ['item', 'user', 'id'],
        ][$kind] ?? throw new \invalid_parameter_exception('A line is of no kind that is known: user, enrolment, grade or end.');
        foreach ($fields as $field) {
            if (!is_int($line[$field] ?? null) || $line[$field] < 1) {
                throw new \invalid_parameter_exception("A line of kind $kind lacks \"$field\", or it is no id.");
            }
        }
        return (object)[
            'kind' => $kind,
            'objectid' => $line[$fields[0]],
            'userid' => $line[$fields[1]],
            'gradeid' => $kind === memory::GRADE ? $line['id'] : 0,
            'courseid' => (int)($line['course'] ?? 0) ?: SITEID,
            // Newer than what the list is about, older than what happened since.
            'eventtime' => $this->exported * 1000,
        ];
    }

    /**
     * Looks up some.
     *
     * @param \stdClass[] $entries
     */
    private function look_up(array $entries): void {
        global $DB;
        $vanished = new vanished(vanished::REPORTED);
        $gone = $vanished->missing($entries);
        $here = array_diff_key($entries, $gone);
        $this->gone += count($gone);
        if ($this->dryrun) {
            $this->here += count($here);
            return;
        }
        $transaction = $DB->start_delegated_transaction();
        $vanished->tell($gone);
        $recapture = new recapture(true, isthere: true);
        $this->here += $recapture->users($this->ids($here, memory::USER));
        $this->here += $recapture->enrolments($this->ids($here, memory::ENROLMENT));
        foreach (array_filter($here, fn($entry) => $entry->kind === memory::GRADE) as $entry) {
            $key = ['itemid' => $entry->objectid, 'userid' => $entry->userid];
            $this->here += $recapture->grades($DB->get_fieldset_select('grade_grades', 'id', 'itemid = :itemid AND userid = :userid', $key));
        }
        $transaction->allow_commit();
    }

    /**
     * The ids of entries of a kind.
     *
     * @param \stdClass[] $entries
     * @param string $kind
     * @return int[]
     */
    private function ids(array $entries, string $kind): array {
        return array_column(array_filter($entries, fn($entry) => $entry->kind === $kind), 'objectid');
    }
}
