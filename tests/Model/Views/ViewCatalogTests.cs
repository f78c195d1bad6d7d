using CSysdig.Model.Queries;
using CSysdig.Model.Views;

namespace CSysdig.Tests.Model.Views;

public sealed class ViewCatalogTests
{
    [Fact]
    public void Processes_are_the_view_to_start_with_and_lead_to_threads()
    {
        var start = ViewCatalog.Start();
        Assert.Equal("procs", start.Id);
        Assert.Equal("threads", start.DrillDownTarget);
        Assert.Equal("proc.pid", start.RowKey!.Field);
        Assert.Equal("CPU", start.Shown[start.SortColumn].Name);
    }

    [Fact]
    public void Container_columns_are_there_only_when_asked_for()
    {
        Assert.DoesNotContain(ViewCatalog.Find("procs")!.Shown, c => c.Name == "VPID");
        Assert.Contains(ViewCatalog.Find("procs", containers: true)!.Shown, c => c.Name == "VPID");
        Assert.Equal("fd.name", ViewCatalog.Find("files")!.Key!.Field);
        Assert.Equal("fd.containername", ViewCatalog.Find("files", containers: true)!.Key!.Field);
    }

    [Fact]
    public void Every_view_says_what_it_shows_and_every_shown_column_too()
    {
        foreach (var view in ViewCatalog.All)
        {
            Assert.False(string.IsNullOrEmpty(view.Description), view.Id);
            Assert.All(view.Shown, c => Assert.False(string.IsNullOrEmpty(c.Description), $"{view.Id}: {c.Name}"));
            Assert.All(view.Actions, a => Assert.False(string.IsNullOrEmpty(a.Description), $"{view.Id}: {a.HotKey}"));
        }
    }

    [Fact]
    public void Every_drill_down_leads_to_a_view_that_exists()
    {
        foreach (var view in ViewCatalog.All.Where(v => v.DrillDownTarget is not null && !v.IsOnlyInJson))
            Assert.NotNull(ViewCatalog.Find(view.DrillDownTarget!));
    }

    [Fact]
    public void Every_field_of_every_view_exists()
    {
        foreach (var column in ViewCatalog.All.SelectMany(v => v.Columns))
            _ = CSysdig.Model.Fields.FieldCatalog.Bind(column.Field);
    }

    [Fact]
    public void Screens_show_files_opened_by_any_call_and_json_what_csysdig_shows()
    {
        Assert.Contains("openat2", ViewCatalog.Find("file_opens")!.Filter);
        Assert.Equal("evt.type=open and evt.dir=<", ViewCatalog.FindInJson("file_opens")!.Filter);
    }

    [Fact]
    public void Every_filter_of_every_view_can_be_read()
    {
        foreach (var view in ViewCatalog.All.SelectMany(v => new[] { v, v.ForScreen() }).Where(v => v.Filter.Length > 0))
            foreach (var dialect in Enum.GetValues<CSysdig.Model.Filters.Syntax.FilterDialect>())
                _ = CSysdig.Model.Filters.Filter.Parse(new Selection().FilterFor(view), dialect);
    }

    [Fact]
    public void A_list_has_no_key_and_a_table_has_one()
    {
        Assert.All(ViewCatalog.All, v => Assert.Equal(v.Kind == ViewKind.List, v.Key is null));
    }

    [Fact]
    public void A_table_asks_for_its_aggregates()
    {
        var query = ViewCatalog.Find("connections")!.ToTableQuery("fd.type=ipv4");
        Assert.Equal("fd.name", query.KeyField);
        Assert.Contains(new QueryColumn("evt.buflen.net.out", Aggregation.TimeAverage), query.Columns);
        Assert.True(query.UseDefaults);
    }
}
