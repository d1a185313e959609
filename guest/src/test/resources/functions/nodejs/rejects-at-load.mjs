Promise.reject(new Error("at load"));
await new Promise((resolve) => setTimeout(resolve, 1000));
