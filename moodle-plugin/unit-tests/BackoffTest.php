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
 * Tests of the back-off.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use local_backend_sync\local\backoff;
use PHPUnit\Framework\TestCase;

/**
 * Waits grow up to a limit and are never none.
 */
final class BackoffTest extends TestCase {
    public function test_it_doubles_up_to_the_limit(): void {
        $waits = array_map(fn($failures) => backoff::seconds($failures, 60, 1.0), range(1, 8));
        $this->assertSame([2, 4, 8, 16, 32, 60, 60, 60], $waits);
    }

    public function test_chance_shortens_it_by_a_fifth_at_most(): void {
        $this->assertSame(48, backoff::seconds(30, 60, 0.0));
        $this->assertSame(54, backoff::seconds(30, 60, 0.5));
    }

    public function test_an_outage_of_years_stays_at_the_limit(): void {
        $this->assertSame(3600, backoff::seconds(PHP_INT_MAX, 3600, 1.0));
    }

    public function test_it_is_a_second_at_least(): void {
        $this->assertSame(1, backoff::seconds(1, 1, 0.0));
    }
}
