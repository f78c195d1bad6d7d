namespace CSysdig.Model.Queries;

/// <summary>One thread's part of a question over all rows.</summary>
interface IRowScan
{
    /// <summary>Asks the rows from one on to before another; calls come in rising order but need not follow each other.</summary>
    void Scan(long from, long to);

    /// <summary>Rows went while they were asked: what is remembered may be wrong.</summary>
    void Forget();
}
