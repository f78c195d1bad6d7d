using CSysdig.Model.History;

namespace CSysdig.Model.Extracting;

/// <summary>What the files of some paths held, as far as that was seen: rows of a manifest, without the files.</summary>
public static class SeenFiles
{
    /// <exception cref="IOException">There is no room for temporary files.</exception>
    public static IReadOnlyList<ArtifactRow> Of(CaptureHistory history, TrafficChoice choice)
    {
        if (choice.IsEmpty)
            return [];
        var folder = Directory.CreateTempSubdirectory("csysdig-");
        try
        {
            using var extraction = new Extraction(folder.FullName);
            HistoryTraffic.Feed(history, choice, extraction);
            extraction.Finish();
            return extraction.Rows;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
