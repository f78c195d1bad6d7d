using System.Text;
using CSysdig.Chisels;

namespace CSysdig.Cli;

/// <summary>What -cl prints: the chisels by category.</summary>
static class ChiselList
{
    public static string Text()
    {
        var text = new StringBuilder();
        foreach (var category in ChiselCatalog.All.GroupBy(c => c.Category).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            text.Append("Category: ").Append(category.Key).Append('\n');
            foreach (var chisel in category)
                text.Append("  ").Append(chisel.Name.PadRight(22)).Append(chisel.Summary).Append('\n');
            text.Append('\n');
        }
        return text.ToString();
    }
}
