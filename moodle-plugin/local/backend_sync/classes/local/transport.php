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
 * The way to the receiver.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync\local;

/**
 * Makes one request at a time.
 */
interface transport {
    /**
     * Posts a body.
     *
     * @param string $path after the receiver's address, with a leading slash
     * @param string $body
     * @param string[] $headers by name, beside those that every request has
     * @return answer
     */
    public function post(string $path, string $body, array $headers): answer;

    /**
     * Gets an answer without saying who asks.
     *
     * @param string $path after the receiver's address, with a leading slash
     * @return answer
     */
    public function get(string $path): answer;
}
