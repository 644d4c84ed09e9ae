FROM node:22-bookworm-slim AS build
WORKDIR /src
COPY . .
ARG COMMIT
ENV CLICKCLACK_BUILD_COMMIT=$COMMIT
RUN npm run build

FROM debian:bookworm-slim
RUN useradd --system --user-group --home-dir /app clickclack && install -d -o clickclack -g clickclack /app/data
COPY --from=build /src/dist/clickclack /usr/local/bin/clickclack
USER clickclack
WORKDIR /app
ENV CLICKCLACK_DATA=/app/data
VOLUME /app/data
EXPOSE 8080
ENTRYPOINT ["clickclack"]
CMD ["serve"]
