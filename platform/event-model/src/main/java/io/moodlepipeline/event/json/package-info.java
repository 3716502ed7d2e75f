/** How a webhook's bytes become a checked JSON object, and which rules its fields must keep. */
package io.moodlepipeline.event.json;
