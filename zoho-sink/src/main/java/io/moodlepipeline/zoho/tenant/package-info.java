/** One school's Zoho: its settings, and its consumer. */
package io.moodlepipeline.zoho.tenant;
