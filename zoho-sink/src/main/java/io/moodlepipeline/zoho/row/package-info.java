/** From an event to a row: values taken by the mapping and fitted to Zoho's fields. */
package io.moodlepipeline.zoho.row;
