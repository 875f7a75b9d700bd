/** What a site answered; redirects are answers. */
export type FetchedPage = {
  status: number;
  contentType: string;
  etag: string | null;
  /** Where a redirect leads, as it stands in the answer. */
  location: string | null;
  body: Buffer;
};

/** Reads pages of the public internet. */
export interface PageFetcher {
  /**
   * Throws `InvalidError` for addresses that are none of the public internet, `UpstreamError` when there is no answer, or
   * more of it than `maxBytes`.
   */
  fetch(input: {
    url: URL;
    maxBytes: number;
    headers: Readonly<Record<string, string>>;
  }): Promise<FetchedPage>;
}
