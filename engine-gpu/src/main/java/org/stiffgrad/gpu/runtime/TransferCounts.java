package org.stiffgrad.gpu.runtime;

/**
 * Copies between host and device.
 *
 * @param uploads copies to the device
 * @param uploadedBytes their bytes
 * @param downloads copies to the host
 * @param downloadedBytes their bytes
 */
public record TransferCounts(
    long uploads, long uploadedBytes, long downloads, long downloadedBytes) {
  /** What was copied between two counts. */
  public TransferCounts since(TransferCounts earlier) {
    return new TransferCounts(
        uploads - earlier.uploads,
        uploadedBytes - earlier.uploadedBytes,
        downloads - earlier.downloads,
        downloadedBytes - earlier.downloadedBytes);
  }
}
