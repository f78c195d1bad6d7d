using System.Globalization;
using System.Xml;

namespace CSysdig.Capture.Buckets;

/// <summary>An object of a listing.</summary>
sealed record BucketObject(string Key, long Size, DateTime Modified);

/// <summary>A page of a listing.</summary>
/// <param name="Next">By what the next page is asked for; null for the last.</param>
sealed record BucketListing(List<BucketObject> Objects, string? Next)
{
    const int MostDepth = 16;

    /// <exception cref="FormatException">The text is no listing.</exception>
    public static BucketListing Parse(string xml)
    {
        try
        {
            using var reader = AnswerXml.Read(xml);
            return Read(reader);
        }
        catch (XmlException e)
        {
            throw new FormatException(e.Message);
        }
    }

    static BucketListing Read(XmlReader reader)
    {
        var objects = new List<BucketObject>();
        string? key = null, size = null, modified = null, next = null, element = null;
        bool isObject = false, isListing = false, goesOn = false;
        while (reader.Read())
        {
            if (reader.Depth >= MostDepth)
                throw new FormatException();
            var isEnd = reader.NodeType == XmlNodeType.EndElement;
            if (reader.NodeType != XmlNodeType.Element && !isEnd)
            {
                // Texts between elements are blanks.
                switch (element)
                {
                    case "Key" when isObject: key += reader.Value; break;
                    case "Size" when isObject: size += reader.Value; break;
                    case "LastModified" when isObject: modified += reader.Value; break;
                    case "NextContinuationToken": next += reader.Value; break;
                    case "IsTruncated": goesOn = reader.Value == "true"; break;
                }
                continue;
            }
            element = isEnd || reader.IsEmptyElement ? null : reader.LocalName;
            isListing |= reader.LocalName == "ListBucketResult";
            if (reader.LocalName != "Contents")
                continue;
            if (isEnd)
                objects.Add(Object(key, size, modified));
            (isObject, key, size, modified) = (!isEnd, null, null, null);
        }
        return isListing ? new BucketListing(objects, goesOn ? next ?? throw new FormatException() : null) : throw new FormatException();
    }

    static BucketObject Object(string? key, string? size, string? modified) =>
        key is not null && long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
        && DateTime.TryParse(modified, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var time)
            ? new BucketObject(key, bytes, time) : throw new FormatException();
}
