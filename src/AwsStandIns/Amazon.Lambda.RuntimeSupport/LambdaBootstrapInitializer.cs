namespace Amazon.Lambda.RuntimeSupport;

/// <summary>Runs once before the first invocation; false ends the bootstrap, an exception is reported as an initialization error.</summary>
public delegate Task<bool> LambdaBootstrapInitializer();
