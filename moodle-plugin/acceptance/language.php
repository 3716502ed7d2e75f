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
 * What a text with parts in several languages says in one of them, as students of the site read it.
 *
 * Two ways to write such texts: spans of the class multilang, beside each other, and {mlang xx}…{mlang}.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class language {
    /** A part of a text. */
    private const SPAN = '<span(?=[^>]*\sclass="multilang")[^>]*\slang="([\w-]+)"[^>]*>(.*?)</span>';

    /** A part of a text, in the other way; "other" is a language, too. */
    private const MLANG = '\{\s*mlang\s+([\w,\s-]+?)\s*\}(.*?)\{\s*mlang\s*\}';

    /** @var string[] Which to look for, one after the other. */
    private readonly array $codes;

    /**
     * Takes a language and with it the one that it is a variant of.
     *
     * @param string $code such as en or en_us
     */
    public function __construct(string $code) {
        $this->codes = array_unique([self::normal($code), strtok(self::normal($code), '_'), 'en']);
    }

    /**
     * What a text says in this language.
     *
     * @param string|null $text
     * @return string|null
     */
    public function of(?string $text): ?string {
        if ($text === null) {
            return null;
        }
        // A span alone the filter leaves to the browser, which shows what is in it.
        $run = '~' . self::SPAN . '(?:\s*' . self::SPAN . ')*~is';
        $text = preg_replace_callback($run, function (array $found): string {
            $parts = [];
            foreach ($this->parts(self::SPAN, $found[0]) as [, $code, $says]) {
                $parts[self::normal($code)] = $says;
            }
            return $this->chosen($parts) ?? reset($parts);
        }, $text);

        // Here it is one choice for the whole text: what is in no block stays.
        $all = [];
        foreach ($this->parts(self::MLANG, $text) as [, $codes]) {
            $all += array_fill_keys(self::split($codes), true);
        }
        $codes = array_filter([...$this->codes, 'other'], fn($code) => isset($all[$code]));
        $chosen = reset($codes);
        return preg_replace_callback(
            '~' . self::MLANG . '~is',
            fn(array $found) => in_array($chosen, self::split($found[1]), true) ? $found[2] : '',
            $text
        );
    }

    /**
     * All parts of a text.
     *
     * @param string $pattern
     * @param string $text
     * @return string[][] whole, language and words of each
     */
    private function parts(string $pattern, string $text): array {
        preg_match_all("~$pattern~is", $text, $parts, PREG_SET_ORDER);
        return $parts;
    }

    /**
     * The part in this language.
     *
     * @param string[] $parts by language
     * @return string|null
     */
    private function chosen(array $parts): ?string {
        foreach ($this->codes as $code) {
            if (isset($parts[$code])) {
                return $parts[$code];
            }
        }
        return null;
    }

    /**
     * Languages that share a part.
     *
     * @param string $codes with commas between
     * @return string[]
     */
    private static function split(string $codes): array {
        return array_map(fn($code) => self::normal(trim($code)), explode(',', $codes));
    }

    /**
     * A language's code as Moodle writes it.
     *
     * @param string $code
     * @return string
     */
    private static function normal(string $code): string {
        return str_replace('-', '_', strtolower($code));
    }
}
