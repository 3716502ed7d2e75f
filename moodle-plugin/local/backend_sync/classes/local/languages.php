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
 * Texts of several languages, as one language shows them.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync\local;

/**
 * Names, scales and comments may hold several languages, tagged for a filter of Moodle: <span lang="en" class="multilang"> and
 * {mlang en}. Moodle stores the tags and resolves them when it shows the text. So does this, with Moodle's own filters, for people who
 * read the site's language. A text without such tags stays as it is stored, whatever other filters would make of it.
 */
final class languages {
    /** @var string a tag of the filter "multilang" or "multilang2" */
    private const TAG = '~<(?:span|lang)\b[^>]*\blang\s*=\s*["\']([a-zA-Z0-9_-]+)["\']|\{\s*mlang\s+([a-z0-9_,\s-]+?)\s*\}~i';

    /** @var string a text in a tag of the filter "multilang", in its present or its old form */
    private const SPAN = '<(?:lang\b|span\b(?=[^>]*\bclass\s*=\s*["\']multilang["\']))(?=[^>]*\slang\s*=)[^>]*>.*?</(?:lang|span)\s*>';

    /** @var int languages of a scale that receivers are told, at most */
    private const MOST = 50;

    /**
     * A text as it is shown in the site's language.
     *
     * @param string|null $text
     * @param int $courseid in whose course; a course may have filters of its own
     * @return string|null
     */
    public static function of_site(?string $text, int $courseid): ?string {
        global $CFG;
        return self::of($text) ? self::shown($text, $courseid, $CFG->lang) : $text;
    }

    /**
     * The words of a scale as they are shown in the site's language, with commas between.
     *
     * @param string|null $scale
     * @param int $courseid
     * @return string|null
     */
    public static function of_scale(?string $scale, int $courseid): ?string {
        global $CFG;
        return $scale === null ? null : self::words($scale, $courseid, $CFG->lang);
    }

    /**
     * The words of a scale in each of its languages, if they differ from those in the site's: any of them may be the one that the
     * receiver knows.
     *
     * @param string $scale
     * @param int $courseid
     * @return string[] words with commas between, by the code of their language; empty for a scale of one language
     */
    public static function of_scale_elsewhere(string $scale, int $courseid): array {
        $words = [];
        foreach (array_slice(self::of($scale), 0, self::MOST) as $language) {
            $words[$language] = self::words($scale, $courseid, $language);
        }
        return $words;
    }

    /**
     * The languages that a text is tagged with.
     *
     * @param string|null $text
     * @return string[] codes as Moodle writes them
     */
    private static function of(?string $text): array {
        // Somebody's page may wait for this, and hardly a text has any.
        if ($text === null || (stripos($text, 'multilang') === false && !preg_match('~\{\s*mlang|<lang~i', $text))) {
            return [];
        }
        preg_match_all(self::TAG, $text, $tags, PREG_SET_ORDER);
        $languages = [];
        foreach ($tags as $tag) {
            array_push($languages, ...preg_split('~[\s,]+~', strtolower(str_replace('-', '_', $tag[2] ?? $tag[1]))));
        }
        // What is none would only make the receiver refuse the grade.
        return array_values(array_unique(array_diff(preg_grep('~^[a-z][a-z0-9_]{0,29}$~', $languages), ['other'])));
    }

    /**
     * The words of a scale in a language.
     *
     * @param string $scale
     * @param int $courseid
     * @param string $language
     * @return string
     */
    private static function words(string $scale, int $courseid, string $language): string {
        $words = explode(',', $scale);
        if (self::of($scale)) {
            $arewhole = array_filter($words, fn($word) => self::is_whole($word)) === $words;
            // Moodle counts the commas of what is stored. A scale that is tagged as a whole has its commas in the tags.
            $words = $arewhole
                ? array_map(fn($word) => self::of($word) ? self::shown($word, $courseid, $language) : $word, $words)
                : explode(',', self::shown($scale, $courseid, $language));
        }
        return implode(',', array_map('trim', $words));
    }

    /**
     * Whether each tag of a word is closed in it.
     *
     * @param string $word
     * @return bool
     */
    private static function is_whole(string $word): bool {
        return preg_match_all('~<(?:span|lang)\b~i', $word) === preg_match_all('~</(?:span|lang)\s*>~i', $word)
            && preg_match_all('~\{\s*mlang\s+[^}]+\}~i', $word) === preg_match_all('~\{\s*mlang\s*\}~i', $word);
    }

    /**
     * A text as it is shown.
     *
     * @param string $text
     * @param int $courseid
     * @param string $language
     * @return string
     */
    private static function shown(string $text, int $courseid, string $language): string {
        global $CFG, $SESSION;
        require_once($CFG->libdir . '/filterlib.php');
        $context = \context_course::instance($courseid, IGNORE_MISSING) ?: \context_system::instance();
        // Not force_current_language(): it knows only languages that are installed.
        $before = $SESSION->forcelang ?? null;
        $SESSION->forcelang = $language;
        try {
            $others = array_filter(
                array_keys(filter_get_active_in_context($context)),
                fn($filter) => !str_contains($filter, 'multilang')
            );
            $text = \filter_manager::instance()->filter_text($text, $context, [], $others);
            // The tags are no text for people, so they are resolved where the filter is off, too.
            return self::without_tags(self::without_spans($text, $language), $language);
        } finally {
            $SESSION->forcelang = $before;
        }
    }

    /**
     * A text without tags of the filter "multilang": of those that follow each other one is shown.
     *
     * @param string $text
     * @param string $language
     * @return string
     */
    private static function without_spans(string $text, string $language): string {
        $run = '~' . self::SPAN . '(?:\s*' . self::SPAN . ')*~is';
        return preg_replace_callback($run, function (array $run) use ($language): string {
            preg_match_all('~<(?:lang|span)\b[^>]*\slang\s*=\s*["\']([^"\']*)["\'][^>]*>(.*?)</(?:lang|span)\s*>~is', $run[0], $tags);
            if (!$tags[1]) {
                return $run[0];
            }
            $texts = array_combine(array_map(fn($code) => strtolower(str_replace('-', '_', $code)), $tags[1]), $tags[2]);
            foreach ([$language, get_parent_language($language), 'en'] as $wanted) {
                if (isset($texts[$wanted])) {
                    return $texts[$wanted];
                }
            }
            return reset($texts);
        }, $text) ?? $text;
    }

    /**
     * A text without tags of the filter "multilang2", which is no part of Moodle. What is in no tag is for everybody; "other" is for
     * languages that have no text of their own.
     *
     * @param string $text
     * @param string $language
     * @return string
     */
    private static function without_tags(string $text, string $language): string {
        $tagged = '~\{\s*mlang\s+([a-z0-9_,\s-]+?)\s*\}(.*?)\{\s*mlang\s*\}~is';
        $codes = fn($list) => preg_split('~[\s,]+~', strtolower(str_replace('-', '_', $list)));
        if (!preg_match_all($tagged, $text, $tags)) {
            return $text;
        }
        $offered = array_merge(...array_map($codes, $tags[1]));
        $wanted = [$language, get_parent_language($language), preg_replace('~_.*$~', '', $language), 'other'];
        $wanted = array_values(array_intersect($wanted, $offered))[0] ?? $offered[0];
        return preg_replace_callback($tagged, fn($tag) => in_array($wanted, $codes($tag[1]), true) ? $tag[2] : '', $text)
            ?? $text;
    }
}
