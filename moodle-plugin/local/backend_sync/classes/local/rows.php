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
 * Waits for changes that are not committed yet.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync\local;

/**
 * Rows that other processes may be changing in a transaction.
 *
 * Such a change may have been recorded already, with an earlier id than one that is taken now, and is not seen yet by who reads
 * now. So who takes an id and then reads rows that it has not changed itself settles them in between. A change that is recorded
 * later has the later id.
 */
final class rows {
    /**
     * Waits until nobody else has changed any of these rows without having committed. Holds them as long as the transaction that is
     * open, if there is one.
     *
     * @param string $table that has a column timemodified
     * @param int[] $ids
     */
    public static function settle(string $table, array $ids): void {
        global $DB;
        if ($ids) {
            [$in, $params] = $DB->get_in_or_equal($ids);
            // There is no lock for reading that all databases know. This changes nothing, but waits for who does.
            $DB->execute('UPDATE {' . $table . "} SET timemodified = timemodified WHERE id $in", $params);
        }
    }
}
