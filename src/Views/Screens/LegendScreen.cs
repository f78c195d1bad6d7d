using CSysdig.Model.Views;
using CSysdig.Views.Drawing;
using CSysdig.Views.Hosting;
using CSysdig.Views.Keys;

namespace CSysdig.Views.Screens;

/// <summary>What the columns of a view mean, and the colours and signs.</summary>
sealed class LegendScreen : TextScreen
{
    /// <param name="over">The time by which numbers are divided that are shown by the second.</param>
    public LegendScreen(IScreenHost host, ViewDefinition view, string over) : base(host)
    {
        Heading($"Columns of {view.Name}");
        foreach (var column in view.Shown)
            Entry(column.Name, column.Description.Length > 0 ? column.Description : $"The field {column.Field}.", Style.Key);
        Blank();
        Heading("Numbers");
        Entry("1.2K 13.1M", "Bytes, in units of 1024; of 1000 where things are counted.", Style.Text);
        Entry("0", "Nothing: written faintly, so that something stands out.", Style.Dim);
        Entry("B/s BPS", $"Bytes a second, averaged over {over}; {Keys.Of(Act.Totals)} shows totals.", Style.Text);
        Blank();
        Heading("Signs before a row");
        Entry("!", $"A finding of the story is about it; {Keys.Of(Act.NextMark)} goes to the next such row, {Keys.Of(Act.Story)} shows the finding.", Style.Warning);
        Entry("*", "The same; by itself the finding may be ordinary work.", Style.Bold);
        Entry("#", "A note is kept on it, which the last line tells while the row is selected; :note TEXT writes one, :notes lists all.", Style.Bold);
        Blank();
        Heading("Colours");
        Entry("read", "Bytes that a process read.", Style.Read);
        Entry("write", "Bytes that a process wrote.", Style.Write);
        Entry("\\x1b", "A byte that is not shown itself: control characters, broken UTF-8, characters that hide or reorder text.", Style.Escape);
        Entry("lost", "Something of the capture could not be read.", Style.Alarm);
    }

    public override string Title => "Legend";
}
