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

namespace local_backend_sync\acceptance;

/**
 * One side of the comparison: rows by key, in columns that are the same on both sides.
 *
 * Columns are text: empty and absent are the same (Moodle keeps both for "none"), numbers are plain and without trailing zeros,
 * times are Unix seconds with 0 for none.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
abstract class side {
    /** The longest feedback that is sent, in characters. */
    protected const FEEDBACK = 60000;

    /**
     * Takes an open database.
     *
     * @param \PDO $database
     */
    public function __construct(
        /** @var \PDO */
        private readonly \PDO $database
    ) {
    }

    /**
     * A row for everyone.
     *
     * @return array[]
     */
    abstract public function people(): array;

    /**
     * A row for each enrolment.
     *
     * @return array[]
     */
    abstract public function enrolments(): array;

    /**
     * A row for each grade or comment that someone has.
     *
     * @return array[]
     */
    abstract public function grades(): array;

    /**
     * The rows of a query by their column named rowkey.
     *
     * @param string $sql
     * @param array $parameters
     * @return array[]
     */
    protected function rows(string $sql, array $parameters): array {
        $rows = [];
        foreach ($this->records($sql, $parameters) as $row) {
            $key = $row['rowkey'];
            unset($row['rowkey']);
            $row['gone'] = (bool) $row['gone'];
            $rows[$key] = $row;
        }
        return $rows;
    }

    /**
     * What a query finds, one after the other.
     *
     * @param string $sql
     * @param array $parameters
     * @return \Generator of columns by name
     */
    protected function records(string $sql, array $parameters = []): \Generator {
        $query = $this->database->prepare($sql);
        $query->execute($parameters);
        while ($row = $query->fetch(\PDO::FETCH_ASSOC)) {
            yield $row;
        }
    }
}
