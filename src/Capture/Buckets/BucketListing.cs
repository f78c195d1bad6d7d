using System.Globalization;

namespace CSysdig.Capture.Buckets;

/// <summary>An object of a listing.</summary>
sealed record BucketObject(string Key, long Size, DateTime Modified);

/// <summary>A page of a listing.</summary>
/// <param name="Next">By what the next page is asked for; null for the last.</param>
sealed record BucketListing(List<BucketObject> Objects, string? Next)
{
    /// <exception cref="FormatException">The text is no listing.</exception>
    public static BucketListing Parse(string xml)
    {
        var objects = new List<BucketObject>();
        string? key = null, size = null, modified = null, next = null, element = null;
        bool isObject = false, isListing = false, goesOn = false;
        var text = new MarkupText(xml);
        while (text.Next())
        {
            if (text.Name is null)
            {
                // Texts between elements are blanks.
                switch (element)
                {
                    case "Key" when isObject: key = text.Text; break;
                    case "Size" when isObject: size = text.Text; break;
                    case "LastModified" when isObject: modified = text.Text; break;
                    case "NextContinuationToken": next = text.Text; break;
                    case "IsTruncated": goesOn = text.Text == "true"; break;
                }
                continue;
            }
            element = text.IsEnd ? null : text.Name;
            isListing |= text.Name == "ListBucketResult";
            if (text.Name != "Contents")
                continue;
            if (text.IsEnd)
                objects.Add(Object(key, size, modified));
            (isObject, key, size, modified) = (!text.IsEnd, null, null, null);
        }
        return isListing ? new BucketListing(objects, goesOn ? next ?? throw new FormatException() : null) : throw new FormatException();
    }

    static BucketObject Object(string? key, string? size, string? modified) =>
        key is not null && long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
        && DateTime.TryParse(modified, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var time)
            ? new BucketObject(key, bytes, time) : throw new FormatException();
}
