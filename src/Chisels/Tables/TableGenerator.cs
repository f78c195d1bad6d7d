using System.Globalization;

namespace CSysdig.Chisels.Tables;

/// <summary>A table whose keys, value and filter the user gives.</summary>
static class TableGenerator
{
    public static ChiselDefinition Definition { get; } = new("table_generator", "Filter", "A table of your own: any field summed by any others",
        [
            new("keys", "string", false, "the fields to gather by, with commas between"),
            new("keydescs", "string", false, "their titles, with commas between"),
            new("value", "string", false, "the field to sum, such as evt.count or evt.rawarg.res"),
            new("valuedesc", "string", false, "its title"),
            new("filter", "string", false, "which events count; '' for all"),
            new("top_number", "string", false, "how many rows to show; 0 for all"),
            new("value_units", "string", false, "none, bytes, time or timepct"),
        ], s => new TableChisel(Spec(s.Arguments), s));

    static TableSpec Spec(IReadOnlyList<string> words)
    {
        var (fields, titles) = (words[0].Split(','), words[1].Split(','));
        if (fields.Length != titles.Length)
            throw new ChiselException($"table_generator needs a title for each key: {fields.Length} keys and {titles.Length} titles given");
        return new TableSpec
        {
            Keys = [.. fields.Zip(titles, (field, title) => new TableKey(field, title))],
            Value = words[2],
            ValueTitle = words[3],
            Filter = words[4],
            Top = int.TryParse(words[5], NumberStyles.None, CultureInfo.InvariantCulture, out var top) ? top
                : throw new ChiselException($"top_number of table_generator must be a number of rows, 0 for all, not '{words[5]}'"),
            Unit = words[6] switch
            {
                "none" => ValueUnit.Count,
                "bytes" => ValueUnit.Bytes,
                "time" => ValueUnit.Time,
                "timepct" => ValueUnit.TimeShare,
                _ => throw new ChiselException($"value_units of table_generator is none, bytes, time or timepct, not '{words[6]}'"),
            },
        };
    }
}
