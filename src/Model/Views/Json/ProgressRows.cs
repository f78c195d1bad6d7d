using CSysdig.Model.History;

namespace CSysdig.Model.Views.Json;

/// <summary>Where csysdig says in its JSON how far it is: by the events' numbers, whatever the filter.</summary>
static class ProgressRows
{
    /// <summary>The rows at which more than so many events have gone by since the last such row.</summary>
    public static IEnumerable<long> Of(CaptureHistory history, int events)
    {
        long last = 0;
        for (var row = 0L; row < history.Count; row++)
        {
            var number = history.NumberAt(row);
            if (number - last <= events)
                continue;
            last = number;
            yield return row;
        }
    }
}
