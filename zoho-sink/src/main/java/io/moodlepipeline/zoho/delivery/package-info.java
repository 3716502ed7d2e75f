/** From a batch of records to calls and back: newest first, students before children, each row judged by itself. */
package io.moodlepipeline.zoho.delivery;
