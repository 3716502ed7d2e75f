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
 * The texts in both languages.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync;

use basic_testcase;

/**
 * English and Arabic.
 *
 * @coversNothing
 */
final class strings_test extends basic_testcase {
    /**
     * The texts of a language.
     *
     * @param string $language
     * @return string[]
     */
    private static function strings(string $language): array {
        $string = [];
        require(__DIR__ . "/../lang/$language/local_backend_sync.php");
        return $string;
    }

    /**
     * The places of a text that are filled in.
     *
     * @param string $text
     * @return string[] sorted
     */
    private static function places(string $text): array {
        preg_match_all('/\{\$a(?:->\w+)?\}/', $text, $matches);
        sort($matches[0]);
        return $matches[0];
    }

    /**
     * None is missing, none is left over, and the same is filled in.
     */
    public function test_arabic_has_the_same_texts_as_english(): void {
        [$english, $arabic] = [self::strings('en'), self::strings('ar')];

        $this->assertSame(array_keys($english), array_keys($arabic));
        $this->assertSame(array_map([self::class, 'places'], $english), array_map([self::class, 'places'], $arabic));
        foreach ($arabic as $name => $text) {
            $this->assertMatchesRegularExpression('/\p{Arabic}/u', $text, $name);
        }
    }

    /**
     * As Moodle's style wants it.
     */
    public function test_texts_are_sorted(): void {
        $names = array_keys(self::strings('en'));
        $sorted = $names;
        sort($sorted, SORT_STRING);

        $this->assertSame($sorted, $names);
    }
}
