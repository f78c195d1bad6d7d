using System.Text;
using CSysdig.Chisels;

namespace CSysdig.Cli;

/// <summary>What -cl and -i print: the chisels by category, and one of them.</summary>
static class ChiselList
{
    public static string Text(IEnumerable<ChiselDefinition> chisels)
    {
        var text = new StringBuilder();
        foreach (var category in chisels.OrderBy(c => c.Name, StringComparer.Ordinal).GroupBy(c => c.Category).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            text.Append("Category: ").Append(category.Key).Append('\n');
            foreach (var chisel in category)
                text.Append("  ").Append(chisel.Name.PadRight(22)).Append(chisel.Summary).Append('\n');
            text.Append('\n');
        }
        return text.ToString();
    }

    /// <summary>What -i prints: what a chisel does, and its arguments.</summary>
    public static string Describe(ChiselDefinition chisel)
    {
        var text = new StringBuilder($"{chisel.Name} ({chisel.Category})\n  {chisel.Summary}\n");
        text.Append(chisel.Arguments.Count == 0 ? "It takes no arguments.\n" : "Arguments:\n");
        foreach (var argument in chisel.Arguments)
            text.Append($"  {(argument.Optional ? $"[{argument.Name}]" : argument.Name)} ({argument.Type})  {argument.Description}\n");
        return text.ToString();
    }
}
