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
 * How long to wait after failures.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync\local;

/**
 * Doubles from two seconds up to a limit, with jitter so that the sites of one receiver do not come back together.
 */
final class backoff {
    /**
     * Seconds to wait.
     *
     * @param int $failures how many there were in a row, 1 and up
     * @param int $limit seconds at most
     * @param float $random 0 to 1
     * @return int 1 and up
     */
    public static function seconds(int $failures, int $limit, float $random): int {
        $full = min($limit, 2 ** min($failures, 20));
        return max(1, (int)round($full * (0.8 + 0.2 * $random)));
    }
}
